package io.rondo.broker.config;

import java.util.List;

/** A configuration is invalid. Has a message for each error, with the file and the line. */
public final class InvalidConfigurationException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    InvalidConfigurationException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    /** Returns all errors, in the order of the keys. */
    public List<String> errors() {
        return errors;
    }
}
