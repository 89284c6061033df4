package io.rondo.broker.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which topics a rule is for. */
class TopicRuleTest {
    @ParameterizedTest
    @CsvSource({"orders, orders, true", "orders, order, false", "order, orders, false", "*, orders, true",
        "o*, orders, true", "*s, orders, true", "o*s, orders, true", "o*s, os, true", "o*s, order, false",
        "*d*r*, orders, true", "*r*d*r*, orders, true", "*d*d*, orders, false", "**, x, true", "a*ab, aab, true",
        "a*ab, aaab, true",
        "a*ab, aaba, false", "a.b, axb, false"})
    void aStarStandsForAnyCharacters(String name, String topic, boolean matches) {
        assertThat(TopicRule.DEFAULT.name(name).matches(topic)).isEqualTo(matches);
    }
}
