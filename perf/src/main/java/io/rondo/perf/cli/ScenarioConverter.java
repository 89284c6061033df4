package io.rondo.perf.cli;

import io.rondo.perf.measure.Scenario;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the lower-case names of scenarios. */
final class ScenarioConverter implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String value) {
        return Arrays.stream(Scenario.values()).filter(each -> name(each).equals(value)).findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is not one of " + Arrays
                        .stream(Scenario.values()).map(ScenarioConverter::name).collect(Collectors.joining(", "))));
    }

    private static String name(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT);
    }
}
