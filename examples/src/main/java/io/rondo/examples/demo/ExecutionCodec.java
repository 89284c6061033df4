package io.rondo.examples.demo;

import io.rondo.examples.orders.ExecutionReportDecoder;
import io.rondo.examples.orders.ExecutionReportEncoder;
import io.rondo.examples.orders.MessageHeaderDecoder;
import io.rondo.examples.orders.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Executions as SBE messages, written and read in place. Confined to one thread. */
final class ExecutionCodec {
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final ExecutionReportEncoder encoder = new ExecutionReportEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ExecutionReportDecoder decoder = new ExecutionReportDecoder();

    /** Encoded length in bytes. */
    static int length(Execution execution) {
        return MessageHeaderEncoder.ENCODED_LENGTH + ExecutionReportEncoder.BLOCK_LENGTH
                + ExecutionReportEncoder.textHeaderLength() + execution.textLength;
    }

    void encode(Execution execution, MutableDirectBuffer buffer, int offset) {
        encoder.wrapAndApplyHeader(buffer, offset, headerEncoder).orderId(execution.orderId)
                .clientOrderId(execution.clientOrderId).execId(execution.executionId)
                .transactTime(execution.transactTime);
        encoder.lastPrice().mantissa(execution.lastPrice);
        encoder.putSymbol(execution.symbol, 0).lastQuantity(execution.lastQuantity).cumQuantity(execution.cumQuantity)
                .leavesQuantity(execution.leavesQuantity).side(execution.side).execType(execution.type)
                .orderStatus(execution.status).putText(execution.text, 0, execution.textLength);
    }

    /** Reads a message that an exchange wrote; returns false if it is another one. */
    boolean decode(DirectBuffer buffer, int offset, Execution execution) {
        headerDecoder.wrap(buffer, offset);
        if (headerDecoder.schemaId() != ExecutionReportDecoder.SCHEMA_ID
                || headerDecoder.templateId() != ExecutionReportDecoder.TEMPLATE_ID) {
            return false;
        }
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        execution.orderId = decoder.orderId();
        execution.clientOrderId = decoder.clientOrderId();
        execution.executionId = decoder.execId();
        execution.transactTime = decoder.transactTime();
        execution.lastPrice = decoder.lastPrice().mantissa();
        decoder.getSymbol(execution.symbol, 0);
        execution.lastQuantity = decoder.lastQuantity();
        execution.cumQuantity = decoder.cumQuantity();
        execution.leavesQuantity = decoder.leavesQuantity();
        execution.side = decoder.side();
        execution.type = decoder.execType();
        execution.status = decoder.orderStatus();
        execution.textLength = decoder.textLength();
        decoder.getText(execution.text, 0, execution.textLength);
        return true;
    }
}
