package io.pratique.collect.dockerfile;

/**
 * A text that follows an instruction.
 *
 * @param name the word that ends it
 * @param content the lines, without the leading tabs that {@code <<-} takes away
 * @param expands false when its word is quoted: variables stay as they are
 */
public record Heredoc(String name, String content, boolean expands) {}
