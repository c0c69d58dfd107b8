/**
 * Makes evidence of files that describe what will run: CloudFormation, CDK, Terraform, Compose,
 * task definitions.
 */
@NullMarked
package io.pratique.collect.iac;

import org.jspecify.annotations.NullMarked;
