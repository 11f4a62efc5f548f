// Draws the chart of a table from its data-chart; the table beside it says the same, and is all there is without a script.
// The colours and the type are the page's own. Words in the tooltip are drawn on the canvas, never written as markup.

const LABEL = 24; // halves of a Chinese character in a label before it is cut
const LINE = 34; // pixels of a bar that lies
const waiting = [];

function look() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: value("ink"), soft: value("ink-3"), line: value("line"), sheet: value("sheet"),
    series: [value("forest"), value("amber"), value("zero"), value("neg")],
    family: getComputedStyle(document.body).fontFamily,
  };
}

function short(text) {
  let width = 0;
  const room = globalThis.innerWidth < 720 ? LABEL * 0.75 : LABEL;
  const letters = [...text];
  const cut = letters.findIndex((letter) => (width += letter > "\u2e7f" ? 2 : 1) > room);
  return cut < 0 ? text : `${letters.slice(0, cut - 1).join("")}…`;
}

function write(value) {
  return value === null || value === undefined ? "-" : value.toLocaleString("zh-CN", { maximumFractionDigits: 3 });
}

function large(value) {
  return Math.abs(value) >= 1000 ? value.toLocaleString("zh-CN") : String(value);
}

function option(told, { ink, soft, line, sheet, series, family }) {
  const lying = told.kind === "rows" || told.kind === "steps";
  const wide = told.series.length > 1;
  const names = {
    type: "category", data: told.labels, inverse: lying, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
    axisLabel: { color: ink, formatter: short, hideOverlap: true },
  };
  const scale = (index, name) => ({
    type: "value", name: lying ? "" : name, nameTextStyle: { color: soft, align: index ? "right" : "left" }, splitNumber: 4, minInterval: told.whole ? 1 : 0,
    axisLabel: { color: soft, formatter: large, hideOverlap: true }, splitLine: { show: !index, lineStyle: { color: line } },
  });
  const two = told.kind === "two";
  const scales = two ? told.series.map((each, index) => scale(index, each.name)) : [scale(0, "")];
  return {
    animation: false,
    color: series,
    textStyle: { fontFamily: family, color: ink },
    grid: { left: 8, right: lying ? 72 : 12, top: wide ? (two ? 64 : 40) : 12, bottom: 8, containLabel: true },
    legend: { show: wide, left: 0, top: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12, textStyle: { color: ink } },
    tooltip: {
      trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, confine: true, backgroundColor: sheet, borderColor: line,
      textStyle: { color: ink, fontFamily: family }, valueFormatter: write,
    },
    xAxis: lying ? scales : names,
    yAxis: lying ? names : scales,
    series: told.series.map((each, index) => ({
      type: two && index ? "line" : "bar", name: each.name, data: each.values, barMaxWidth: lying ? 14 : 28, barGap: "15%", yAxisIndex: two ? index : 0, symbolSize: 6,
      itemStyle: { borderRadius: 2 },
      label: { show: lying, position: "right", color: soft, formatter: ({ value }) => (value === null ? "" : write(value)) },
    })),
  };
}

function draw(element) {
  const told = JSON.parse(element.dataset.chart);
  if (!told.labels.length || !globalThis.echarts) return;
  element.hidden = false;
  if (told.kind === "rows" || told.kind === "steps") {
    element.style.blockSize = `${told.labels.length * (LINE + (told.series.length - 1) * 16) + 72}px`;
  }
  const chart = globalThis.echarts.init(element, null, { renderer: "canvas" });
  chart.setOption(option(told, look()));
  new ResizeObserver(() => chart.resize()).observe(element);
}

function drawAll() {
  while (waiting.length) draw(waiting.pop());
}

export function connect(element) {
  waiting.push(element);
  if (document.readyState === "complete") drawAll();
  else addEventListener("load", drawAll, { once: true });
}
