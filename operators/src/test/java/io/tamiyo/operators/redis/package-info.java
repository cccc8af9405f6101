/** Tests of the connector, and a real Redis server for the tests of every module. */
@NullMarked
package io.tamiyo.operators.redis;

import org.jspecify.annotations.NullMarked;
