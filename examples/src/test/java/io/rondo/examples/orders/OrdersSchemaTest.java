package io.rondo.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Pins the format of the messages: a change here needs a new schema version. */
class OrdersSchemaTest {
    @Test
    void orderMessagesKeepTheirIdsAndBlockLengths() {
        assertThat(new int[]{NewOrderEncoder.SCHEMA_ID, NewOrderEncoder.SCHEMA_VERSION}).containsExactly(202, 0);
        assertThat(new int[]{NewOrderEncoder.TEMPLATE_ID, CancelOrderEncoder.TEMPLATE_ID,
            ExecutionReportEncoder.TEMPLATE_ID}).containsExactly(1, 2, 3);
        assertThat(new int[]{NewOrderEncoder.BLOCK_LENGTH, CancelOrderEncoder.BLOCK_LENGTH,
            ExecutionReportEncoder.BLOCK_LENGTH}).containsExactly(40, 33, 63);
    }

    @Test
    void everythingInTheSchemaIsDescribed() throws Exception {
        List<String> undescribed = new ArrayList<>();
        NodeList all = parse().getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            if (element.hasAttribute("name") && element.getAttribute("description").isBlank()) {
                undescribed.add(element.getTagName() + " " + element.getAttribute("name"));
            }
        }

        assertThat(undescribed).isEmpty();
    }

    private static Element parse() throws IOException, ParserConfigurationException, SAXException {
        try (InputStream in = OrdersSchemaTest.class.getResourceAsStream("/sbe/orders.xml")) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
    }
}
