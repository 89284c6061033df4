package io.rondo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTest {
    private static final Account TRADER = new Account(17, -1, 16, 2);

    @Test
    void travelsAsALine() {
        assertThat(Account.ofLine(TRADER.toLine() + System.lineSeparator())).isEqualTo(TRADER);
        assertThat(Account.ofLine("")).isNull();
        assertThat(Account.ofLine(TRADER.toLine() + " and more")).isNull();
    }

    @Test
    void aMessageThatTheOtherSideDidNotVerifyIsLost() {
        assertThat(TRADER.lostWith(new Account(16, 2, 17, -1))).isZero();
        assertThat(TRADER.lostWith(new Account(16, 2, 15, -1))).isEqualTo(2);
        assertThat(TRADER.lostWith(new Account(18, 2, 15, -1))).isEqualTo(4);
    }

    @Test
    void sidesAgreeWhenBothChecksumsDo() {
        assertThat(TRADER.agreesWith(new Account(16, 2, 17, -1))).isTrue();
        assertThat(TRADER.agreesWith(new Account(16, 3, 17, -1))).isFalse();
        assertThat(TRADER.agreesWith(new Account(16, 2, 17, 1))).isFalse();
    }
}
