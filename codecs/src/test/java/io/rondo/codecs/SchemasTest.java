package io.rondo.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.codecs.control.AckEncoder;
import io.rondo.codecs.control.ByeEncoder;
import io.rondo.codecs.control.DataEncoder;
import io.rondo.codecs.control.EnquiryEncoder;
import io.rondo.codecs.control.HelloEncoder;
import io.rondo.codecs.control.ParticipantsEncoder;
import io.rondo.codecs.control.RejectEncoder;
import io.rondo.codecs.control.WelcomeEncoder;
import io.rondo.codecs.orders.CancelOrderEncoder;
import io.rondo.codecs.orders.ExecutionReportEncoder;
import io.rondo.codecs.orders.NewOrderEncoder;
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

/** Pins what is on the wire: a change here needs a new schema version. */
class SchemasTest {
    @Test
    void controlMessagesKeepTheirIdsAndBlockLengths() {
        assertThat(new int[]{HelloEncoder.SCHEMA_ID, HelloEncoder.SCHEMA_VERSION}).containsExactly(201, 0);
        assertThat(new int[]{HelloEncoder.TEMPLATE_ID, WelcomeEncoder.TEMPLATE_ID, RejectEncoder.TEMPLATE_ID,
            DataEncoder.TEMPLATE_ID, AckEncoder.TEMPLATE_ID, ByeEncoder.TEMPLATE_ID, EnquiryEncoder.TEMPLATE_ID,
            ParticipantsEncoder.TEMPLATE_ID}).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new int[]{HelloEncoder.BLOCK_LENGTH, WelcomeEncoder.BLOCK_LENGTH, RejectEncoder.BLOCK_LENGTH,
            DataEncoder.BLOCK_LENGTH, AckEncoder.BLOCK_LENGTH, ByeEncoder.BLOCK_LENGTH, EnquiryEncoder.BLOCK_LENGTH,
            ParticipantsEncoder.BLOCK_LENGTH}).containsExactly(50, 40, 1, 8, 16, 9, 8, 16);
    }

    @Test
    void orderMessagesKeepTheirIdsAndBlockLengths() {
        assertThat(new int[]{NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION}).containsExactly(202, 0);
        assertThat(new int[]{NewOrderEncoder.TEMPLATE_ID, CancelOrderEncoder.TEMPLATE_ID,
            ExecutionReportEncoder.TEMPLATE_ID}).containsExactly(1, 2, 3);
        assertThat(new int[]{NewOrderEncoder.BLOCK_LENGTH, CancelOrderEncoder.BLOCK_LENGTH,
            ExecutionReportEncoder.BLOCK_LENGTH}).containsExactly(40, 33, 63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"control", "orders"})
    void everythingInASchemaIsDescribed(String name) throws Exception {
        List<String> undescribed = new ArrayList<>();
        NodeList all = parse(name).getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttribute("name") && element.getAttribute("description").isBlank()) {
                undescribed.add(element.getTagName() + " " + element.getAttribute("name"));
            }
        }

        assertThat(undescribed).isEmpty();
    }

    private static Element parse(String name) throws IOException, ParserConfigurationException, SAXException {
        try (InputStream in = SchemasTest.class.getResourceAsStream("/sbe/" + name + ".xml")) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
    }
}
