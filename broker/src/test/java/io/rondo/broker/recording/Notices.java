package io.rondo.broker.recording;

import io.rondo.client.log.LogException;
import io.rondo.codecs.control.GapReason;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a recorder reports, as text. */
final class Notices implements RecorderListener {
    private final List<String> texts = new ArrayList<>();

    List<String> texts() {
        return texts;
    }

    @Override
    public void onGap(long firstSequence, long lastSequence, GapReason reason) {
        texts.add("gap " + firstSequence + "-" + lastSequence + " " + reason);
    }

    @Override
    public void onClockBehind(long nanos) {
        texts.add("clock behind by " + nanos);
    }

    @Override
    public void onNotDeleted(RuntimeException failure) {
        texts.add("not deleted");
    }

    @Override
    public void onDeletedAgain() {
        texts.add("deleted again");
    }

    @Override
    public void onUnconfirmedDeleted(long firstSequence, long lastSequence) {
        texts.add("deleted unconfirmed " + firstSequence + "-" + lastSequence);
    }

    @Override
    public void onReadOnly(LogException failure) {
        texts.add("read-only");
    }

    @Override
    public void onNoFile(LogException failure) {
        texts.add("no file");
    }

    @Override
    public void onFileAgain() {
        texts.add("file again");
    }

    @Override
    public void onProgress(long doneBytes, long totalBytes) {
        // Each log of these tests is short.
    }
}
