package dev.imprimatur.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JVMs of a test run have one sandbox: the first starts it, the last ends it. They agree
 * with locks on a file, which go with a JVM however it ends; so what a killed run left in the file
 * is never taken for a sandbox at work.
 */
final class SandboxUsers {

    /** Locked far behind what is written there: elsewhere a lock may bar the reading, too. */
    private static final long JOINING_OR_LEAVING = 1 << 20;

    private static final long HAVING_IT = JOINING_OR_LEAVING + 1;

    /** The only one on this file: when any is closed, the JVM loses its locks. */
    private final FileChannel file;

    private @Nullable FileLock having;

    SandboxUsers(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
    }

    RunningSandbox join() throws IOException {
        try (FileLock _ = file.lock(JOINING_OR_LEAVING, 1, false)) {
            RunningSandbox sandbox;
            if (nobodyHasIt()) {
                sandbox = RunningSandbox.start();
                file.truncate(0);
                file.write(UTF_8.encode(sandbox.whereabouts()), 0);
            } else {
                ByteBuffer written = ByteBuffer.allocate((int) file.size());
                file.read(written, 0);
                sandbox = RunningSandbox.at(UTF_8.decode(written.flip()).toString());
            }
            having = file.lock(HAVING_IT, 1, true);
            return sandbox;
        }
    }

    void leave(RunningSandbox sandbox) {
        try (FileLock _ = file.lock(JOINING_OR_LEAVING, 1, false)) {
            if (having != null) {
                having.release();
            }
            if (nobodyHasIt()) {
                sandbox.stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean nobodyHasIt() throws IOException {
        try (FileLock alone = file.tryLock(HAVING_IT, 1, false)) {
            return alone != null;
        }
    }
}
