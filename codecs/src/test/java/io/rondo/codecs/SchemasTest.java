package io.rondo.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.bridge.EnvelopeEncoder;
import io.rondo.codecs.control.AckEncoder;
import io.rondo.codecs.control.ByeEncoder;
import io.rondo.codecs.control.CancellationsEncoder;
import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.EnquiryEncoder;
import io.rondo.codecs.control.GapEncoder;
import io.rondo.codecs.control.GroupMarkEncoder;
import io.rondo.codecs.control.HelloEncoder;
import io.rondo.codecs.control.JoinEncoder;
import io.rondo.codecs.control.LookAheadEncoder;
import io.rondo.codecs.control.PaddingEncoder;
import io.rondo.codecs.control.ParticipantsEncoder;
import io.rondo.codecs.control.RejectEncoder;
import io.rondo.codecs.control.SegmentEncoder;
import io.rondo.codecs.control.SettleEncoder;
import io.rondo.codecs.control.SettledEncoder;
import io.rondo.codecs.control.WelcomeEncoder;
import io.rondo.codecs.control.WorkCreditEncoder;
import io.rondo.codecs.control.WorkEncoder;
import io.rondo.codecs.dead.DeadLetterEncoder;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.codecs.service.ResponseEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Pins the wire format: a change here needs a new schema version. */
class SchemasTest {
    @Test
    void controlMessagesKeepTheirIdsAndBlockLengths() {
        assertThat(new int[]{HelloEncoder.SCHEMA_ID, HelloEncoder.SCHEMA_VERSION}).containsExactly(201, 6);
        assertThat(new int[]{HelloEncoder.TEMPLATE_ID, WelcomeEncoder.TEMPLATE_ID, RejectEncoder.TEMPLATE_ID,
            DataEncoder.TEMPLATE_ID, AckEncoder.TEMPLATE_ID, ByeEncoder.TEMPLATE_ID, EnquiryEncoder.TEMPLATE_ID,
            ParticipantsEncoder.TEMPLATE_ID, PaddingEncoder.TEMPLATE_ID, GroupMarkEncoder.TEMPLATE_ID,
            GapEncoder.TEMPLATE_ID, JoinEncoder.TEMPLATE_ID, SegmentEncoder.TEMPLATE_ID, WorkEncoder.TEMPLATE_ID,
            WorkCreditEncoder.TEMPLATE_ID, SettleEncoder.TEMPLATE_ID, SettledEncoder.TEMPLATE_ID,
            LookAheadEncoder.TEMPLATE_ID, CancellationsEncoder.TEMPLATE_ID}).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9,
                    10,
                    11, 12, 13, 14, 15, 16, 17, 18, 19);
        assertThat(new int[]{HelloEncoder.BLOCK_LENGTH, WelcomeEncoder.BLOCK_LENGTH, RejectEncoder.BLOCK_LENGTH,
            DataEncoder.BLOCK_LENGTH, AckEncoder.BLOCK_LENGTH, ByeEncoder.BLOCK_LENGTH, EnquiryEncoder.BLOCK_LENGTH,
            ParticipantsEncoder.BLOCK_LENGTH, PaddingEncoder.BLOCK_LENGTH, GroupMarkEncoder.BLOCK_LENGTH,
            GapEncoder.BLOCK_LENGTH, JoinEncoder.BLOCK_LENGTH, SegmentEncoder.BLOCK_LENGTH, WorkEncoder.BLOCK_LENGTH,
            WorkCreditEncoder.BLOCK_LENGTH, SettleEncoder.BLOCK_LENGTH, SettledEncoder.BLOCK_LENGTH,
            LookAheadEncoder.BLOCK_LENGTH, CancellationsEncoder.BLOCK_LENGTH}).containsExactly(62, 40, 9, 52, 16, 9, 8,
                    16,
                    12, 61, 29, 17, 17, 13, 8, 17, 16, 0, 1);
    }

    @Test
    void messagesOfServicesKeepTheirIdsAndOffsets() {
        assertThat(new int[]{RequestEncoder.SCHEMA_ID, RequestEncoder.SCHEMA_VERSION, RequestEncoder.TEMPLATE_ID,
            ResponseEncoder.TEMPLATE_ID}).containsExactly(203, 1, 1, 2);
        assertThat(new int[]{RequestEncoder.correlationEncodingOffset(), RequestEncoder.requesterEncodingOffset(),
            RequestEncoder.deadlineEncodingOffset(), RequestEncoder.kindEncodingOffset(),
            RequestEncoder.versionEncodingOffset(), RequestEncoder.BLOCK_LENGTH}).containsExactly(0, 8, 16, 20, 21, 24);
        assertThat(new int[]{ResponseEncoder.correlationEncodingOffset(), ResponseEncoder.codeEncodingOffset(),
            ResponseEncoder.kindEncodingOffset(), ResponseEncoder.versionEncodingOffset(),
            ResponseEncoder.BLOCK_LENGTH}).containsExactly(0, 8, 12, 13, 16);
    }

    @Test
    void deadLettersKeepTheirIdAndBlockLength() {
        assertThat(new int[]{DeadLetterEncoder.SCHEMA_ID, DeadLetterEncoder.SCHEMA_VERSION,
            DeadLetterEncoder.TEMPLATE_ID, DeadLetterEncoder.BLOCK_LENGTH}).containsExactly(204, 1, 1, 35);
    }

    @Test
    void envelopesOfBridgesKeepTheirIdAndOffsets() {
        assertThat(new int[]{EnvelopeEncoder.SCHEMA_ID, EnvelopeEncoder.SCHEMA_VERSION, EnvelopeEncoder.TEMPLATE_ID,
            EnvelopeEncoder.BLOCK_LENGTH}).containsExactly(205, 1, 1, 24);
        assertThat(new int[]{EnvelopeEncoder.originEncodingOffset(), EnvelopeEncoder.epochEncodingOffset(),
            EnvelopeEncoder.sequenceEncodingOffset()}).containsExactly(0, 8, 16);
        assertThat(new int[]{EnvelopeEncoder.MessagesEncoder.sbeHeaderSize(),
            EnvelopeEncoder.MessagesEncoder.sbeBlockLength(), EnvelopeEncoder.MessagesEncoder.payloadHeaderLength(),
            EnvelopeEncoder.channelHeaderLength()}).containsExactly(4, 0, 4, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"control", "service", "dead-letter", "bridge"})
    void everythingInTheSchemaIsDescribed(String schema) throws Exception {
        List<String> undescribed = new ArrayList<>();
        NodeList all = parse(schema).getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttribute("name") && element.getAttribute("description").isBlank()) {
                undescribed.add(element.getTagName() + " " + element.getAttribute("name"));
            }
        }

        assertThat(undescribed).isEmpty();
    }

    private static Element parse(String schema) throws IOException, ParserConfigurationException, SAXException {
        try (InputStream in = SchemasTest.class.getResourceAsStream("/sbe/" + schema + ".xml")) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
    }
}
