import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.plugins.PluginsLoader;

/** A development node in one process: the server with its HTTP transport and nothing else. Argument: its home. */
public final class Node {
    public static void main(String[] arguments) {
        PrintStream console = System.err; // the server's logging takes over the standard streams
        try {
            serve(arguments[0]);
        } catch (Throwable failed) {
            failed.printStackTrace(console);
            System.exit(1);
        }
    }

    private static void serve(String where) throws Exception {
        Path home = Path.of(where).toAbsolutePath();
        Settings settings = Settings.builder().put("path.home", home.toString()).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "development");
        LogConfigurator.setNodeName("development");
        LogConfigurator.configure(environment, false);
        PluginsLoader loader = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()), PluginsLoader.loadPluginsBundles(environment.pluginsDir()), Map.of(), false);
        org.elasticsearch.node.Node node = new org.elasticsearch.node.Node(environment, loader);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception ignored) {
                // the process ends anyway
            }
            stopped.countDown();
        }));
        node.start();
        stopped.await();
    }
}
