package io.rondo.broker.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;

/** Describes values in messages. */
final class Origins {
    private static final int LONGEST = 60;

    private Origins() {}

    /** Returns the file and the line of a value, or the variable that sets it. */
    static String of(ConfigValue value) {
        ConfigOrigin origin = value.origin();
        return origin.filename() != null && origin.lineNumber() > 0
                ? origin.filename() + ":" + origin.lineNumber()
                : origin.description();
    }

    /** Returns the value on one line, shortened. */
    static String shown(ConfigValue value) {
        String text = value.render(ConfigRenderOptions.concise());
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
