package io.rondo.cli.marketdata;

import static java.util.stream.Collectors.toMap;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.generation.CompilerUtil;
import org.agrona.generation.StringWriterOutputManager;
import org.agrona.sbe.MessageDecoderFlyweight;
import uk.co.real_logic.sbe.generation.java.JavaGenerator;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.MessageSchema;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** SBE decoders generated from a schema and compiled in memory. Confined to one thread. */
final class GeneratedCodecs {
    private final Map<Integer, MessageDecoderFlyweight> decoders;

    private GeneratedCodecs(Map<Integer, MessageDecoderFlyweight> decoders) {
        this.decoders = decoders;
    }

    static GeneratedCodecs of(Path schemaFile) throws Exception {
        Ir ir = parse(schemaFile);
        StringWriterOutputManager sources = new StringWriterOutputManager();
        sources.setPackageName(ir.applicableNamespace());
        new JavaGenerator(ir, "org.agrona.MutableDirectBuffer", "org.agrona.DirectBuffer", false, true, false, sources)
                .generate();
        Map<Integer, String> names = ir.messages().stream()
                .collect(toMap(tokens -> tokens.getFirst().id(), tokens -> decoderName(ir, tokens.getFirst())));
        Map<String, CharSequence> decoderSources = new HashMap<>(sources.getSources());
        decoderSources.keySet().removeIf(name -> name.endsWith("Encoder"));
        ClassLoader loader = CompilerUtil
                .compileInMemory(names.values().iterator().next(), decoderSources).getClassLoader();
        Map<Integer, MessageDecoderFlyweight> decoders = new HashMap<>();
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            decoders.put(entry.getKey(), (MessageDecoderFlyweight) loader.loadClass(entry.getValue()).getConstructor()
                    .newInstance());
        }
        return new GeneratedCodecs(decoders);
    }

    private static Ir parse(Path file) throws Exception {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            MessageSchema schema = XmlSchemaParser.parse(in, ParserOptions.builder().stopOnError(true).build());
            return new IrGenerator().generate(schema);
        }
    }

    private static String decoderName(Ir ir, Token message) {
        return ir.applicableNamespace() + "." + message.name() + "Decoder";
    }

    /** Walks every field, group and var-data of a message; tells how many bytes it has. */
    int decode(int templateId, DirectBuffer buffer, int offset, int blockLength, int version) {
        MessageDecoderFlyweight decoder = decoders.get(templateId);
        if (decoder == null) {
            throw new IllegalArgumentException("template " + templateId + " is not in the schema");
        }
        decoder.wrap(buffer, offset, blockLength, version);
        if (decoder.appendTo(new StringBuilder()).toString().contains("not possible")) {
            throw new IllegalArgumentException("template " + templateId + " cannot be decoded");
        }
        return call(decoder, "sbeDecodedLength");
    }

    private static int call(MessageDecoderFlyweight decoder, String name) {
        try {
            Method method = decoder.getClass().getMethod(name);
            return (int) method.invoke(decoder);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
