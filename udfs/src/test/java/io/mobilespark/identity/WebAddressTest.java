// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/b c.jpg | http://h/b%20c.jpg",
        "http://h/b%20c.jpg | http://h/b%20c.jpg",
        "http://h/100%.jpg | http://h/100%25.jpg",
        "http://h/ä.jpg | http://h/%C3%A4.jpg",
        "HTTPS://H:8443/a+b.jpg?x=[1]#part | https://H:8443/a+b.jpg?x=%5B1%5D",
        "http://bücher.example/a.jpg | http://xn--bcher-kva.example/a.jpg",
        "http://h | http://h/",
        "http://[::1]:80/a.jpg | http://[::1]:80/a.jpg",
      })
  void whatAnAddressCannotHoldIsEncoded(String text, String asked) {
    assertThat(WebAddress.uri(text)).hasToString(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///a.jpg",
        "http://somebody:secret@h/a.jpg",
        "http://somebody@h/a.jpg",
        "http://h:99999/a.jpg",
        "http://h:x/a.jpg",
        "http://a_b:c/a.jpg",
        "http://a_b/a.jpg?sig=secret",
        "http://a b/a.jpg?sig=secret",
        "http://h\u0000/a.jpg?sig=secret",
        "http://[:::]/a.jpg?sig=secret",
        "http://-/a.jpg?sig=secret",
        "ftp://h/a.jpg",
      })
  void whatCannotBeAskedIsNoAddress(String text) {
    assertThatThrownBy(() -> WebAddress.uri(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h/a.jpg?id=1&size=2 | http://h/a.jpg?id=1&size=2",
        "http://h/a.jpg?X-Amz-Date=1&X-Amz-Signature=s&X-Amz-Expires=9 | http://h/a.jpg",
        "http://h/a.jpg?id=1&Expires=9&Signature=s&Key-Pair-Id=k#x | http://h/a.jpg?id=1#x",
        "http://h/a.jpg?sv=1&st=2&se=3&sr=b&sp=r&sig=s&v=7 | http://h/a.jpg?v=7",
        "http://h/a.jpg?X-Goog-Algorithm=a&x-goog-signature=s | http://h/a.jpg",
        "http://h/a.jpg?st=2&sp=3 | http://h/a.jpg?st=2&sp=3",
        "http://h/a.jpg?access_token=s&id=4 | http://h/a.jpg?id=4",
        "http://h/a.jpg?accessToken=s&id=4 | http://h/a.jpg?id=4",
        "http://h/a.jpg?authtoken=s&id=4 | http://h/a.jpg?id=4",
        "http://h/a.jpg?md5=s&expires=7&id=4 | http://h/a.jpg?id=4",
        "http://h/a.jpg?hdntl=exp=1~hmac=s | http://h/a.jpg",
        "http://h/a.jpg?key=k&signature=s | http://h/a.jpg",
        "http://h/a.jpg?key=k&id=4 | http://h/a.jpg?key=k&id=4",
        "s3a://h/a.jpg?sig=1 | s3a://h/a.jpg?sig=1",
        "/data/http://x?sig=1 | /data/http://x?sig=1",
      })
  void aKeyHasNothingOfASignature(String text, String key) {
    assertThat(WebAddress.key(text)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "c.jpg, http://h/a/c.jpg",
    "/c d.jpg?x=1, http://h/c%20d.jpg?x=1",
    "//other/c.jpg, http://other/c.jpg",
    "https://other/c.jpg, https://other/c.jpg",
    "?x=2, http://h/a/?x=2",
  })
  void redirectsLeadWhereTheySay(String location, String next) {
    assertThat(WebAddress.uri(URI.create("http://h/a/b.jpg?sig=1"), location)).hasToString(next);
  }

  @Test
  void aHostThatCannotBeAskedMayStandInAList() {
    WebAddress.requireListed("http://a_b/c.jpg");
    assertThatThrownBy(() -> WebAddress.requireListed("http://me:secret@a_b/c.jpg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an address holds no credentials");
  }

  @Test
  void redirectsToOtherThanTheWebLeadNowhere() {
    for (String location :
        new String[] {
          "file:///etc/passwd", "ftp://h/a", "javascript:1", "http://a b/?sig=secret"
        }) {
      assertThatThrownBy(() -> WebAddress.uri(URI.create("http://h/a.jpg"), location))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void namesEndBeforeTheQuery() {
    assertThat(WebAddress.path("https://h/a.jpg?x=/b.tar#c")).isEqualTo("https://h/a.jpg");
    assertThat(WebAddress.path("file:/a?b#c")).isEqualTo("file:/a?b#c");
  }
}
