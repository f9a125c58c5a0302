package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Says what processes have cost, read from where the kernel counts: {@code /proc}, so on Linux
 * alone.
 */
final class CpuTime {

    /** The kernel tells times in hundredths of a second, whatever its own clock does. */
    private static final long MICROS_PER_TICK = 10_000;

    private CpuTime() {}

    /** Of a process and of all that it started: those that run, and those that it waited for. */
    static long microsOf(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> ticks(each.pid()) * MICROS_PER_TICK)
                .sum();
    }

    /** What a process holds of the memory of the machine, in MiB. */
    static int residentMebibytes(ProcessHandle process) {
        return read(process.pid(), "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Both kinds of its own time, and of children that ended (proc_pid_stat, 14 to 17). */
    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        // The name of the program may have blanks; what comes behind it has none.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long sum = 0;
        for (int i = 11; i <= 14; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    /** Empty: it ended in this moment. */
    private static String read(long pid, String what) {
        Path file = Path.of("/proc", Long.toString(pid), what);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
