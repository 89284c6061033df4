package io.rondo.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.cli.doctor.Check;
import io.rondo.cli.doctor.Doctor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo doctor}: says whether this machine has what Rondo needs. */
@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Tries what Rondo needs of this machine, and says what it means and what to do. "
                + "Fails if shared memory does not work.")
final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Check> checks = Doctor.examine(context.config());
        new TextOutput(context.out()).print(json ? json(checks) : text(checks));
        boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String word(Check check) {
        return check.status().name().toLowerCase(Locale.ROOT);
    }

    private static String text(List<Check> checks) {
        StringBuilder text = new StringBuilder();
        for (Check check : checks) {
            text.append(String.format(Locale.ROOT, "%-4s  %-13s  %s: %s%s%n", word(check), check.name(),
                    check.finding(),
                    check.meaning(), check.remedy() == null ? "; nothing to do" : "; to do: " + check.remedy()));
        }
        return text.toString();
    }

    private static String json(List<Check> checks) {
        JsonArray array = new JsonArray();
        for (Check check : checks) {
            JsonObject object = new JsonObject();
            object.addProperty("check", check.name());
            object.addProperty("status", word(check));
            object.addProperty("finding", check.finding());
            object.addProperty("meaning", check.meaning());
            if (check.remedy() != null) {
                object.addProperty("remedy", check.remedy());
            }
            array.add(object);
        }
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(array) + "\n";
    }
}
