package io.rondo.client.docs;

import io.rondo.client.Buffers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.BufferUtil;
import org.agrona.DeadlineTimerWheel;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.PrintBufferUtil;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.MutableLong;
import org.agrona.collections.ObjectHashSet;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.agrona.concurrent.ShutdownSignalBarrier;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.io.DirectBufferInputStream;
import org.agrona.io.DirectBufferOutputStream;

/** Uses each class of Agrona once, and prints {@code works} or {@code fails} with its name. */
final class AgronaMain {
    private static final Map<String, Runnable> USES = new LinkedHashMap<>();

    private AgronaMain() {}

    public static void main(String[] arguments) {
        addIdleStrategies();
        addAgents();
        addCollections();
        addBuffers();
        USES.forEach((name, use) -> System.out.println((works(use) ? "works " : "fails ") + name));
    }

    private static boolean works(Runnable use) {
        try {
            use.run();
            return true;
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    private static void addIdleStrategies() {
        idle("BusySpinIdleStrategy", new BusySpinIdleStrategy());
        idle("YieldingIdleStrategy", new YieldingIdleStrategy());
        idle("SleepingIdleStrategy", new SleepingIdleStrategy(1));
        idle("SleepingMillisIdleStrategy", new SleepingMillisIdleStrategy(1));
        idle("NoOpIdleStrategy", new NoOpIdleStrategy());
        USES.put("BackoffIdleStrategy", () -> idle(new BackoffIdleStrategy(1, 1, 1, 1)));
    }

    private static void idle(String name, IdleStrategy strategy) {
        USES.put(name, () -> idle(strategy));
    }

    private static void idle(IdleStrategy strategy) {
        for (int i = 0; i < 4; i++) {
            strategy.idle();
        }
        strategy.reset();
    }

    private static void addAgents() {
        USES.put("AgentInvoker", () -> {
            AgentInvoker invoker = new AgentInvoker(AgronaMain::fail, null, agent());
            invoker.start();
            invoker.invoke();
            invoker.close();
        });
        USES.put("AgentRunner", () -> {
            AgentRunner runner = new AgentRunner(new SleepingMillisIdleStrategy(1), AgronaMain::fail, null, agent());
            AgentRunner.startOnThread(runner);
            runner.close();
        });
        USES.put("CompositeAgent", () -> new AgentInvoker(AgronaMain::fail, null, new CompositeAgent(agent(), agent()))
                .close());
        USES.put("ShutdownSignalBarrier", () -> {
            try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier()) {
                barrier.signal();
            }
        });
        USES.put("SystemEpochClock", () -> SystemEpochClock.INSTANCE.time());
        USES.put("SystemNanoClock", () -> SystemNanoClock.INSTANCE.nanoTime());
        USES.put("SnowflakeIdGenerator", () -> new SnowflakeIdGenerator(1).nextId());
        USES.put("DeadlineTimerWheel", () -> new DeadlineTimerWheel(java.util.concurrent.TimeUnit.MILLISECONDS, 0, 8, 8)
                .scheduleTimer(3));
    }

    private static org.agrona.concurrent.Agent agent() {
        return new org.agrona.concurrent.Agent() {
            @Override
            public int doWork() {
                return 0;
            }

            @Override
            public String roleName() {
                return "agent";
            }
        };
    }

    private static void fail(Throwable failure) {
        throw new IllegalStateException(failure);
    }

    private static void addCollections() {
        USES.put("Int2ObjectHashMap", () -> new Int2ObjectHashMap<String>().put(1, "one"));
        USES.put("Long2LongHashMap", () -> new Long2LongHashMap(-1).put(1, 2));
        USES.put("LongArrayList", () -> new LongArrayList().addLong(1));
        USES.put("ObjectHashSet", () -> new ObjectHashSet<String>().add("one"));
        USES.put("MutableLong", () -> new MutableLong().increment());
        USES.put("OneToOneConcurrentArrayQueue", () -> new OneToOneConcurrentArrayQueue<String>(8).offer("one"));
        USES.put("ManyToOneConcurrentArrayQueue", () -> new ManyToOneConcurrentArrayQueue<String>(8).offer("one"));
        USES.put("ManyToManyConcurrentArrayQueue", () -> new ManyToManyConcurrentArrayQueue<String>(8).offer("one"));
    }

    private static void addBuffers() {
        DirectBuffer message = Buffers.allocate(8);
        USES.put("DirectBuffer", () -> message.getLong(0));
        USES.put("MutableDirectBuffer", () -> Buffers.allocate(8).putLong(0, 1));
        USES.put("DirectBufferInputStream", () -> new DirectBufferInputStream(message).read());
        USES.put("DirectBufferOutputStream", () -> new DirectBufferOutputStream(Buffers.allocate(8)).write(1));
        USES.put("PrintBufferUtil", () -> PrintBufferUtil.hexDump(message));
        USES.put("UnsafeBuffer", () -> new UnsafeBuffer(new byte[8]).getLong(0));
        USES.put("BufferUtil", () -> BufferUtil.allocateDirectAligned(64, 64));
        USES.put("ExpandableArrayBuffer", () -> new ExpandableArrayBuffer().putLong(0, 1));
        USES.put("ExpandableDirectByteBuffer", () -> new ExpandableDirectByteBuffer().putLong(0, 1));
        USES.put("OneToOneRingBuffer", () -> new OneToOneRingBuffer(
                new UnsafeBuffer(new byte[1024 + RingBufferDescriptor.TRAILER_LENGTH])).size());
    }
}
