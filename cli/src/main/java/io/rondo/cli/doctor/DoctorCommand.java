package io.rondo.cli.doctor;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.TextOutput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rondo doctor}: checks whether this machine has what Rondo needs. */
@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Checks what Rondo needs of this machine: one line per group, and what to do where a check fails. "
                + "Fails if shared memory does not work.")
public final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Option(names = {"-v", "--verbose"}, description = "Print every check and not only those that found something.")
    private boolean verbose;

    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<Check> checks = Doctor.examine(context.config());
        new TextOutput(context.out())
                .print(json ? json(checks) : new DoctorText(context.terminal(), verbose).of(checks));
        boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
        return failed ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String json(List<Check> checks) {
        JsonArray array = new JsonArray();
        for (Check check : checks) {
            JsonObject object = new JsonObject();
            object.addProperty("check", check.name());
            object.addProperty("status", DoctorText.word(check.status()));
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
