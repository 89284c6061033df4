package io.rondo.testing;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Behind {@link RondoTest}. The private channels of a test exist from the first parameter to the end of the test. */
public final class RondoExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(RondoExtension.class);

    /** Creates the extension; it has no state of its own. */
    public RondoExtension() {}

    /** A path with an annotation, such as {@code @TempDir}, is that of another extension. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Parameter declared = parameter.getParameter();
        Class<?> type = declared.getType();
        return parameter.getDeclaringExecutable() instanceof Method && test.getTestMethod().isPresent()
                && (type == Rondo.class || type == RondoConfig.class
                        || type == Path.class && declared.getAnnotations().length == 0);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        test.getRoot().getStore(NAMESPACE).computeIfAbsent(ThreadCheck.class, key -> new ThreadCheck());
        PrivateChannels channels = test.getStore(NAMESPACE).computeIfAbsent(PrivateChannels.class,
                key -> PrivateChannels.create(), PrivateChannels.class);
        Class<?> type = parameter.getParameter().getType();
        return type == Rondo.class ? channels.rondo() : type == RondoConfig.class ? channels.config() : channels.path();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        PrivateChannels channels = test.getStore(NAMESPACE).remove(PrivateChannels.class, PrivateChannels.class);
        if (channels != null) {
            channels.end();
        }
    }
}
