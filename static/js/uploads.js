// Sends each chosen file by itself and shows how far it is; what was not taken stays with its reason. Without script the form
// sends them all at once.

export function connect(form) {
  const control = [...form.elements].find((one) => one.type === "file");
  const place = form.querySelector("[data-uploads]");
  const megabyte = 1024 * 1024;

  form.addEventListener("submit", async (event) => {
    if (!control.files.length) return;
    event.preventDefault();
    const files = [...control.files];
    const list = document.createElement("ul");
    list.className = "uploads";
    place.replaceChildren(list);
    place.hidden = false;
    const buttons = [...form.querySelectorAll("button")];
    buttons.forEach((button) => { button.disabled = true; });
    const rows = files.map((file) => rowOf(list, file));
    let taken = 0;
    for (const [index, file] of files.entries()) {
      const wrong = file.size > Number(form.dataset.most) * megabyte ? [form.dataset.textLarge] : await send(file, rows[index].bar);
      rows[index].bar.value = 1;
      if (wrong.length) complain(rows[index], wrong);
      else taken += 1;
    }
    buttons.forEach((button) => { button.disabled = false; });
    if (taken === files.length) location.assign(form.action);
    else if (taken) offerReload();
    control.value = "";
  });

  function rowOf(list, file) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.className = "progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar);
    list.append(item);
    return { item, bar };
  }

  function complain(row, sentences) {
    row.bar.remove();
    const told = document.createElement("span");
    told.className = "error";
    told.setAttribute("role", "alert");
    told.textContent = sentences.join(" ");
    row.item.append(told);
  }

  // the sentences that say why the file was not taken; none when it was
  function send(file, bar) {
    const data = new FormData(form);
    data.delete(control.name);
    data.append(control.name, file, file.name);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
      request.addEventListener("load", () => {
        if (request.status === 201) return resolve([]);
        if ([400, 401].includes(request.status)) return resolve([form.dataset.textSession]);
        const said = request.response;
        resolve(said?.refused ?? [said?.title ?? form.dataset.textSession]);
      });
      request.addEventListener("error", () => resolve([form.dataset.textOffline]));
      request.send(data);
    });
  }

  function offerReload() {
    const link = document.createElement("a");
    link.href = form.action;
    link.className = "small";
    link.textContent = form.dataset.textReload;
    place.append(link);
  }
}
