package io.tamiyo.host.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the authorities of a file, and no other. */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * Sockets for it.
   *
   * @param file certificates, PEM
   * @throws IllegalArgumentException naming the file, when it holds none
   */
  static SSLSocketFactory sockets(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate authority :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + number, authority);
        number++;
      }
      if (number == 0) {
        throw new IllegalArgumentException(file + " holds no certificate");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "can't trust the authorities in " + file + ": " + unreadable, unreadable);
    }
  }
}
