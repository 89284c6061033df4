package io.rondo.client.contract;

import java.util.stream.Stream;

/** The contract of wait sets where the kernel cannot sleep on several words. {@link WaitSetFallbackTest} runs it. */
class WaitSetWithoutFutexWaitv extends WaitSetTest {
    static Stream<ChannelCase> cases() {
        return Stream.concat(ChannelCase.manyProducers(Wiring.SHARED_MEMORY, Wiring.MIXED),
                ChannelCase.topics(Wiring.SHARED_MEMORY, Wiring.MIXED));
    }
}
