package io.rondo.codecs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** The worked examples of the session protocol's document. */
public final class ProtocolDocument {
    private ProtocolDocument() {}

    /**
     * Reads the blocks with a mark, in order: the hex digits that stand left of the double space on each line.
     *
     * @param mark of the blocks
     * @return the bytes of each block
     * @throws IOException if the document cannot be read
     */
    public static List<byte[]> marked(String mark) throws IOException {
        return Pattern.compile("```" + mark + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files
                        .readString(Path.of(System.getProperty("basedir", "."), "../docs/formats/session-protocol.md")))
                .results().map(block -> bytes(block.group(1))).toList();
    }

    private static byte[] bytes(String block) {
        StringBuilder digits = new StringBuilder();
        block.lines().forEach(line -> digits.append(line.split(" {2}")[0].replace(" ", "")));
        return HexFormat.of().parseHex(digits);
    }
}
