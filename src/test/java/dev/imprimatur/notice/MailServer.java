package dev.imprimatur.notice;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A real SMTP server. */
public final class MailServer implements AutoCloseable {

    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** A mail as it came in. */
    public record Mail(String to, String subject, String body, MimeMessage message) {

        /** A header, in one line; empty where there is none. */
        public String header(String name) {
            try {
                String value = message.getHeader(name, "|");
                return value == null ? "" : value.replaceAll("\\s+", " ");
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public MailServer() {
        server.start();
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** All that came in, the first first. */
    public List<Mail> received() {
        return Stream.of(server.getReceivedMessages()).map(MailServer::mail).toList();
    }

    @Override
    public void close() {
        server.stop();
    }

    JavaMailSenderImpl sender() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port());
        Properties properties = sender.getJavaMailProperties();
        properties.setProperty("mail.smtp.timeout", "5000");
        properties.setProperty("mail.smtp.connectiontimeout", "5000");
        return sender;
    }

    private static Mail mail(MimeMessage message) {
        try {
            return new Mail(
                    message.getAllRecipients()[0].toString(),
                    message.getSubject(),
                    message.getContent().toString().replace("\r\n", "\n"),
                    message);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
