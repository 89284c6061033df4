package io.rondo.cli.option;

import io.rondo.client.settings.SequencedSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks the name of a durable subscription. */
public final class SubscriptionNameConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        try {
            return SequencedSettings.requireSubscriptionName(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
