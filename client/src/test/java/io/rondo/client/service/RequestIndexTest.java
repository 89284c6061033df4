package io.rondo.client.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestIndexTest {
    @Test
    void theIndexAgreesWithAMapUnderRandomUse() {
        long seed = Long.getLong("rondo.test.seed", System.nanoTime());
        Random random = new Random(seed);
        RequestIndex index = new RequestIndex();
        Map<List<Long>, Integer> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            // Few requesters and correlations, so that keys occur again.
            long requester = random.nextInt(4);
            long correlation = random.nextInt(200);
            List<Long> key = List.of(requester, correlation);
            int number = random.nextInt(3);
            if (random.nextInt(100) < (i / 1000 % 2 == 0 ? 70 : 30)) {
                index.put(requester, correlation, number);
                model.put(key, number);
            } else {
                index.remove(requester, correlation, number);
                model.remove(key, number);
            }
            long asked = random.nextInt(200);
            assertThat(index.get(requester, asked)).as("seed %d", seed)
                    .isEqualTo(model.getOrDefault(List.of(requester, asked), -1));
            assertThat(index.isEmpty()).as("seed %d", seed).isEqualTo(model.isEmpty());
        }
    }
}
