/** Tests of reading pictures from storage. */
@NullMarked
package io.mobilespark.web;

import org.jspecify.annotations.NullMarked;
