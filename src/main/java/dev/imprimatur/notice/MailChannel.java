package dev.imprimatur.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Sends messages as mail, what is due for one address as one mail.
 *
 * <p>Intent: nobody's text makes a header of its own or a link that a reader takes for ours. Limit:
 * mail is as private as the way to the reader's mailbox is.
 */
final class MailChannel implements Channel {

    private static final int AT_ONCE = 50;

    private final MailTarget mail;
    private final JavaMailSender sender;
    private final MailText text;
    private final Clock clock;

    MailChannel(MailTarget mail, JavaMailSender sender, MailText text, Clock clock) {
        this.mail = mail;
        this.sender = sender;
        this.text = text;
        this.clock = clock;
    }

    @Override
    public String target() {
        return MailTarget.TARGET;
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public Attempt send(List<Notice> notices) {
        try {
            sender.send(message(notices));
            return new Attempt.Delivered();
        } catch (MailAuthenticationException e) {
            return new Attempt.Failed("the mail server refuses our user name or password", null);
        } catch (MailException | MessagingException e) {
            // Never the exception's own message, which may repeat an address.
            return new Attempt.Failed("the mail server did not take it", null);
        }
    }

    private MimeMessage message(List<Notice> notices) throws MessagingException {
        Notice first = notices.getFirst();
        MimeMessage message = sender.createMimeMessage();
        message.setFrom(new InternetAddress(mail.from(), true));
        message.setRecipient(RecipientType.TO, new InternetAddress(first.address(), true));
        message.setSubject(text.subject(notices), UTF_8.name());
        message.setText(text.body(notices), UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader(
                "Message-ID",
                "<%s@%s>"
                        .formatted(
                                first.id(), mail.from().substring(mail.from().indexOf('@') + 1)));
        // RFC 3834: no out-of-office answer comes back.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader(
                "Imprimatur-Delivery",
                notices.stream().map(notice -> notice.id().toString()).collect(joining("\r\n ")));
        return message;
    }
}
