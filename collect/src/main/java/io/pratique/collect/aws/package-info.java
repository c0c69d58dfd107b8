/** Makes evidence of saved answers of the AWS CLI. */
@NullMarked
package io.pratique.collect.aws;

import org.jspecify.annotations.NullMarked;
