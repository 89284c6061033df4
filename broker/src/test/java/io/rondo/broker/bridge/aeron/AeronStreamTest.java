package io.rondo.broker.bridge.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.driver.DefaultNameResolver;
import io.aeron.driver.media.UdpChannel;
import io.rondo.broker.bridge.BridgeSettings;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.topic.NamePattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Aeron channels a bridge uses. */
class AeronStreamTest {
    private static final String LOCAL = "aeron:udp?endpoint=127.0.0.1:40123";

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, "aeron:udp?endpoint=localhost:0", "aeron:udp?endpoint=[::1]:40123", "aeron:ipc",
        LOCAL + "|mtu=8k|term-length=1m|fc=max", "aeron:udp?endpoint=10.1.2.3:40123|interface=127.0.0.1",
        "aeron:udp?endpoint=224.10.9.9:40123|interface=127.0.0.1",
        "aeron:udp?control=127.0.0.1:40124|control-mode=dynamic"})
    void channelsOnLoopbackAndWithAnInterfaceAreTaken(String uri) {
        assertThat(new AeronStream(uri, 7).uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "udp://localhost:40123; the form is aeron:udp?endpoint=HOST:PORT",
        "aeron:udp; check the host, the port and the interface",
        "aeron:tcp?endpoint=localhost:40123; has the media tcp: use udp or ipc",
        "aeron:udp?endpoint=localhost; check the host, the port and the interface",
        "aeron:udp?endpoint=localhost:99999; check the host, the port and the interface",
        "aeron:udp?endpoint=127.0.0.1:40123|mtu=1400; not a multiple of FRAME_ALIGNMENT=32",
        "aeron:udp?endpoint=127.0.0.1:40123|mtu=128k; > MAX_UDP_PAYLOAD_LENGTH=65504",
        "aeron:udp?endpoint=127.0.0.1:40123|mtu=large; mtu",
        "aeron:udp?endpoint=127.0.0.1:40123|term-length=3m; not a power of 2",
        "aeron:udp?endpoint=0.0.0.0:40123; add |interface=ADDRESS/BITS",
        "aeron:udp?endpoint=10.1.2.3:40123; the endpoint 10.1.2.3 is no loopback address",
        "aeron:udp?endpoint=224.10.9.9:40123; add |interface=ADDRESS/BITS",
        "aeron:udp?control=10.1.2.3:40124|control-mode=dynamic; the control 10.1.2.3 is no loopback address",
        "aeron:udp?control-mode=manual; has control-mode=manual and no destination"})
    void otherChannelsAreRefusedWithTheRemedy(String uri, String message) {
        assertThatThrownBy(() -> new AeronStream(uri, 7)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Aeron channel " + uri).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aeron:udp?endpoint=no-such-host.invalid:40123", LOCAL + "|interface=192.0.2.77",
        LOCAL + "|interface={none7}"})
    void aHostOrAnInterfaceThatMayBeFoundLaterIsRefusedWhenTheStreamIsUsed(String uri) {
        AeronStream stream = new AeronStream(uri, 7);

        assertThat(stream.isSameAs(new AeronStream(uri + "|mtu=8k", 7))).isTrue();
        assertThat(stream.isSameAs(new AeronStream("aeron:udp?endpoint=127.0.0.1:40124", 7))).isFalse();
        assertThatThrownBy(stream::requireUsable).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Aeron channel " + uri + " cannot be used: ")
                .hasMessageContaining("check the host, the port and the interface");
    }

    @Test
    void destinationsAreCheckedAndBelongToManualControl() {
        assertThat(new AeronStream("aeron:udp?control-mode=manual", 7, List.of(LOCAL)).destinations())
                .containsExactly(LOCAL);
        assertThatThrownBy(() -> new AeronStream("aeron:udp?control-mode=manual", 7,
                List.of("aeron:udp?endpoint=10.1.2.3:40123"))).hasMessageContaining("is no loopback address");
        assertThatThrownBy(() -> new AeronStream(LOCAL, 7, List.of(LOCAL)))
                .hasMessageContaining("which only control-mode=manual uses");
    }

    private static BridgeSettings bridge(String name, BridgeDirection direction, String uri, int stream) {
        return new BridgeSettings(name, direction, new NamePattern("prices"), false, new AeronStream(uri, stream));
    }

    @Test
    void twoBridgesThatSendOnOneStreamAreRefused() {
        BridgeSettings first = bridge("first", BridgeDirection.SEND, LOCAL, 7);

        BridgeSettings.requireDistinct(List.of(first, bridge("other", BridgeDirection.SEND, LOCAL, 8),
                bridge("back", BridgeDirection.RECEIVE, LOCAL, 7)));
        assertThatThrownBy(() -> BridgeSettings.requireDistinct(
                List.of(first, bridge("second", BridgeDirection.SEND, LOCAL + "|mtu=8k", 7))))
                .hasMessage("bridges first and second both send on stream 7 of " + LOCAL
                        + "|mtu=8k: give each a stream of its own, or remove one");
    }

    @Test
    void aNameAndItsAddressAreTheSameStream() {
        AeronStream named = new AeronStream("aeron:udp?endpoint=localhost:40123", 7);

        assertThat(named.isSameAs(new AeronStream(LOCAL, 7))).isTrue();
        assertThat(named.isSameAs(new AeronStream("aeron:udp?endpoint=127.0.0.1:40124", 7))).isFalse();
        assertThat(named.receivers()).containsExactly("localhost:40123");
    }

    @Test
    void anotherNameIsNotResolvedBeforeTheStreamIsUsed() {
        AeronStream named = new AeronStream("aeron:udp?endpoint=LocalHost:40123", 7);

        assertThat(named.isSameAs(new AeronStream(LOCAL, 7))).isFalse();
        named.requireUsable();
    }

    @Test
    void packetsThatTheInterfaceDoesNotTakeAreRefusedWithTheLengthThatFits() {
        AeronStream stream = new AeronStream(LOCAL + "|mtu=1408", 7);
        stream.requireFitting();
        new AeronStream("aeron:ipc?mtu=8k", 7).requireFitting();
        stream.requireFitting(28, "wg0", 1436);
        stream.requireFitting(48, "wg0", 1456);

        assertThatThrownBy(() -> stream.requireFitting(28, "wg0", 1420)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "sends packets of 1436 bytes, and interface wg0 takes 1420: add |mtu=1376, or less"
                                + " if the path takes shorter packets");
        assertThatThrownBy(() -> stream.requireFitting(48, "wg0", 1420)).hasMessageContaining(
                "sends packets of 1456 bytes, and interface wg0 takes 1420: add |mtu=1344, or less");
        assertThatThrownBy(() -> new AeronStream(LOCAL, 7).requireFitting(28, "wg0", 1435))
                .hasMessageContaining("sends packets of 1436 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {LOCAL + "; 28", "aeron:udp?endpoint=[::1]:40123; 48",
        "aeron:udp?control=[::1]:40124|control-mode=dynamic; 48"})
    void thePacketsOfIpv6HaveLongerHeaders(String uri, int headers) {
        assertThat(AeronStream.headers(channel(uri))).isEqualTo(headers);
    }

    private static UdpChannel channel(String uri) {
        return UdpChannel.parse(uri, DefaultNameResolver.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL + "|interface=127.0.0.0/8", "aeron:udp?endpoint=224.10.9.9:40123|interface=127.0.0.1",
        "aeron:udp?control=127.0.0.1:40124|control-mode=dynamic"})
    void theInterfaceThatAUriNamesIsFound(String uri) throws Exception {
        assertThat(AeronStream.network(channel(uri)).isLoopback()).isTrue();
    }

    @Test
    void aPatternIsForTopicsOnly() {
        AeronStream stream = new AeronStream(LOCAL, 7);

        assertThatThrownBy(() -> new BridgeSettings("all", BridgeDirection.SEND, NamePattern.ALL, true, stream))
                .hasMessageContaining("name one queue");
        assertThatThrownBy(() -> new BridgeSettings("bad", BridgeDirection.SEND, new NamePattern("no/name"), false,
                stream)).hasMessageContaining("no/name");
    }
}
