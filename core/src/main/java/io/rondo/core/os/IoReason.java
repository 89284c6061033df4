package io.rondo.core.os;

import io.rondo.core.memory.Libc;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the JDK's file exceptions say to a person: the reason alone, because messages name the path themselves. */
public final class IoReason {
    private static final int ENOSPC = 28;

    private IoReason() {}

    /**
     * The reason of a failure.
     *
     * @param failure of a method of {@link java.nio.file.Files}
     * @return a few words, without path
     */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "it is not a directory";
            case DirectoryNotEmptyException _ -> "it is a directory that is not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> failure.toString();
        };
    }

    /**
     * Whether the file system has no block or no inode left.
     *
     * @param failure of a method of {@link java.nio.file.Files}
     * @return true if that was the reason
     */
    public static boolean isNoSpace(IOException failure) {
        // Both texts are the C library's, in one locale.
        return failure instanceof FileSystemException other && Libc.describe(ENOSPC).equals(other.getReason());
    }
}
