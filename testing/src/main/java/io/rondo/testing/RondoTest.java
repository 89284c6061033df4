package io.rondo.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each JUnit test a private directory of channels. Parameters of its test methods, {@code @BeforeEach} and
 * {@code @AfterEach} methods may be
 *
 * <ul>
 * <li>{@link io.rondo.client.Rondo}: connected to the private directory over shared memory, one object per test;</li>
 * <li>{@link io.rondo.client.RondoConfig}: the configuration of that connection, for further ones;</li>
 * <li>{@link java.nio.file.Path}: the directory.</li>
 * </ul>
 *
 * <p>After the test the Rondo is closed and the directory removed. The test fails if it or the application under test
 * has left a publisher or subscriber open in the directory, or a file that is no channel's. After the last test the run
 * fails if a thread of Rondo does not end. Tests may run in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(RondoExtension.class)
public @interface RondoTest {
}
