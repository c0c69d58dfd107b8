package io.pratique.policy.cel;

/** A type as a value: what {@code type(x)} gives. */
record TypeName(String name) {
    @Override
    public String toString() {
        return name;
    }
}
