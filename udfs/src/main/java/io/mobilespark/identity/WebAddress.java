// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of pictures on the web, {@code http:} and {@code https:}.
 *
 * <p>A picture's key is its address as it was given, without what signs it: whoever has a signed
 * address may read the picture, and signs it anew when it has run out. So the key has no secret in
 * it, and stays the same. A query is taken for signed by the names of its parameters, which are
 * those of Amazon, Google, Azure and the usual ones of others; then all parameters that belong to a
 * signature are left out, and all others stay.
 */
public final class WebAddress {
  private static final Pattern PARTS =
      Pattern.compile("(?is)(https?)://([^/?#]*)([^?#]*)(?:[?]([^#]*))?(?:#.*)?");

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

  /** A parameter of one of these names is a secret. */
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "(?:x-(?:amz|goog|oss|cos|ms)-.*|sig|signature|sign|hmac|token|.*[_-]token|auth|jwt"
              + "|auth[_-]?token|access[_-]?token|api[_-]?key|access[_-]?key|secret|password|policy"
              + "|md5|hdnts|hdnea|hdntl|__gda__|q-signature)");

  /** And these mean something for it only. */
  private static final Set<String> OF_SIGNATURES =
      Set.of(
          "expires",
          "expiry",
          "exp",
          "key",
          "key-pair-id",
          "googleaccessid",
          "awsaccesskeyid",
          "ossaccesskeyid",
          "sv",
          "ss",
          "srt",
          "sr",
          "sp",
          "st",
          "se",
          "spr",
          "sip",
          "skoid",
          "sktid",
          "skt",
          "ske",
          "sks",
          "skv",
          "q-sign-algorithm",
          "q-ak",
          "q-sign-time",
          "q-key-time",
          "q-header-list",
          "q-url-param-list");

  private static final int HIGHEST_PORT = 65_535;

  private WebAddress() {}

  /** Whether a text is one. */
  public static boolean isWeb(String text) {
    return text.regionMatches(true, 0, "http://", 0, 7)
        || text.regionMatches(true, 0, "https://", 0, 8);
  }

  /** The key of a picture: the text itself, but for what signs an address on the web. */
  public static String key(String text) {
    int query = isWeb(text) ? text.indexOf('?') : -1;
    if (query < 0) {
      return text;
    }
    int hash = text.indexOf('#', query);
    int end = hash < 0 ? text.length() : hash;
    List<String> all = List.of(text.substring(query + 1, end).split("&", -1));
    if (all.stream().noneMatch(each -> SIGNATURE.matcher(name(each)).matches())) {
      return text;
    }
    List<String> kept = new ArrayList<>(all);
    kept.removeIf(
        each -> SIGNATURE.matcher(name(each)).matches() || OF_SIGNATURES.contains(name(each)));
    String left = kept.isEmpty() ? "" : "?" + String.join("&", kept);
    return text.substring(0, query) + left + text.substring(end);
  }

  /** What names are told by: an address without its query, and every other text. */
  public static String path(String text) {
    if (!isWeb(text)) {
      return text;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '?' || text.charAt(i) == '#') {
        return text.substring(0, i);
      }
    }
    return text;
  }

  /**
   * The address to ask for. Characters that an address cannot hold are encoded, blanks among them;
   * escapes stay.
   *
   * @throws IllegalArgumentException when it has no host that can be asked, or holds a login; the
   *     message has nothing of the address in it
   */
  public static URI uri(String text) {
    Matcher parts = parts(text);
    Matcher host = host(parts.group(2));
    String name = host.group(1);
    String query = parts.group(4);
    try {
      URI uri =
          new URI(
              parts.group(1).toLowerCase(Locale.ROOT)
                  + "://"
                  + (name.startsWith("[") ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED))
                  + (host.group(2) == null ? "" : host.group(2))
                  + (parts.group(3).isEmpty() ? "/" : encoded(parts.group(3)))
                  + (query == null ? "" : "?" + encoded(query)));
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Their messages have the whole address in them.
    }
    throw new IllegalArgumentException("the host's name has characters that no host may have");
  }

  /**
   * Checks what may stand in a list; whether its host can be asked shows when it is asked.
   *
   * @throws IllegalArgumentException when it has no host, or holds a login
   */
  public static void requireListed(String text) {
    host(parts(text).group(2));
  }

  private static Matcher parts(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no address on the web");
    }
    return parts;
  }

  private static Matcher host(String authority) {
    if (authority.indexOf('@') >= 0) {
      throw new IllegalArgumentException("an address holds no credentials");
    }
    Matcher host = HOST.matcher(authority);
    if (!host.matches()
        || (host.group(2) != null && Integer.parseInt(host.group(2).substring(1)) > HIGHEST_PORT)) {
      throw new IllegalArgumentException("no host");
    }
    return host;
  }

  /**
   * Where a redirect leads.
   *
   * @param at the address that answered
   * @param location what it says, perhaps relative, perhaps with characters to be encoded
   * @throws IllegalArgumentException when that is no address on the web
   */
  public static URI uri(URI at, String location) {
    String text = location.strip();
    if (isWeb(text)) {
      return uri(text);
    }
    if (text.startsWith("//")) {
      return uri(at.getScheme() + ":" + text);
    }
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    String encoded = encoded(path) + (query < 0 ? "" : "?" + encoded(text.substring(query + 1)));
    try {
      return uri(at.resolve(new URI(encoded)).toString());
    } catch (URISyntaxException e) {
      // Its message has the whole text in it.
      throw new IllegalArgumentException("no address on the web");
    }
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return (equals < 0 ? parameter : parameter.substring(0, equals)).toLowerCase(Locale.ROOT);
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      if (c == '%' ? isEscape(bytes, i) : isLegal(c)) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isEscape(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && Character.digit(bytes[at + 1], 16) >= 0
        && Character.digit(bytes[at + 2], 16) >= 0;
  }

  private static boolean isLegal(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~!$&'()*+,;=:@/?".indexOf(c) >= 0;
  }
}
