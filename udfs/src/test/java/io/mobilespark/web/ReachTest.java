// SPDX-License-Identifier: Apache-2.0
package io.mobilespark.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that are asked, and those that are not. */
class ReachTest {
  @ParameterizedTest
  @CsvSource({
    "169.254.169.254, true, false",
    "fe80::1, true, false",
    "fd00:ec2::254, true, true",
    "fd00:ec2::23, true, true",
    "fd20:ce::254, true, true",
    "192.0.0.192, true, false",
    "168.63.129.16, true, false",
    "64:ff9b::a9fe:a9fe, true, false",
    "64:ff9b::a00:1, false, true",
    "64:ff9b::808:808, false, false",
    "64:ff9b:1::808:808, false, true",
    "2002:a9fe:a9fe::1, true, false",
    "2002:7f00:1::1, false, true",
    "100.100.100.200, true, true",
    "224.0.0.1, true, false",
    "127.0.0.1, false, true",
    "0.0.0.0, false, true",
    "10.1.2.3, false, true",
    "172.16.0.1, false, true",
    "192.168.1.1, false, true",
    "100.64.0.1, false, true",
    "fc00::1, false, true",
    "::ffff:10.0.0.1, false, true",
    "8.8.8.8, false, false",
    "2001:4860:4860::8888, false, false",
  })
  void addressesAreToldApart(String address, boolean forbidden, boolean ofNoPublicWeb)
      throws IOException {
    InetAddress host = InetAddress.getByName(address);
    assertThat(Reach.isForbidden(host)).isEqualTo(forbidden);
    assertThat(Reach.isPrivate(host)).isEqualTo(ofNoPublicWeb);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a, http://h/a, true",
    "https://h/a, https://i/a, false",
    "http://h/a, http://i/a, false",
    "http://h/a, https://h/a, false",
  })
  void redirectsLeadToNoLessSafePlace(String from, String to, boolean less) {
    assertThat(Reach.isLessSafe(URI.create(from), URI.create(to))).isEqualTo(less);
  }
}
