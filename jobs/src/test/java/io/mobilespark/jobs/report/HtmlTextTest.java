// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Escaping and shortening of text. */
final class HtmlTextTest {
  @Test
  void htmlStaysText() {
    assertThat(HtmlText.escaped("<img src=\"x\" onerror='a&b'>"))
        .isEqualTo("&lt;img src=&quot;x&quot; onerror=&#39;a&amp;b&#39;&gt;");
  }

  @Test
  void otherScriptsStayAndControlCharactersGo() {
    assertThat(HtmlText.escaped("日本 é 😀\n")).isEqualTo("日本 é 😀\n");
    assertThat(HtmlText.escaped("a\0b\u001Bc\u0085d\uD83De")).isEqualTo("a�b�c�d�e");
  }

  @Test
  void longTextLosesItsMiddle() {
    assertThat(HtmlText.escaped("abcdefgh", 8)).isEqualTo("abcdefgh");
    assertThat(HtmlText.escaped("abcdefghi", 8)).isEqualTo("abc…fghi");
    assertThat(HtmlText.escaped("😀😀😀😀😀😀", 4)).isEqualTo("😀…😀😀");
    assertThat(HtmlText.escaped("<<<<<<<<<<", 3)).isEqualTo("&lt;…&lt;");
  }

  @Test
  void breaksComeWithoutChangingTheText() {
    assertThat(HtmlText.breakable("a/b_c</i>", 20)).isEqualTo("a/<wbr>b_<wbr>c&lt;/<wbr>i&gt;");
  }
}
