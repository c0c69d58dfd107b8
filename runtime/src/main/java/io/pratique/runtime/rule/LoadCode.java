package io.pratique.runtime.rule;

/** Why a rule file is wrong or odd. The codes are those of Falco and are stable. */
public enum LoadCode {
    FILE_READ(true, "LOAD_ERR_FILE_READ", "File read error"),
    YAML_PARSE(true, "LOAD_ERR_YAML_PARSE", "YAML parse error"),
    YAML_VALIDATE(
            true, "LOAD_ERR_YAML_VALIDATE", "Error validating internal structure of YAML file"),
    COMPILE_CONDITION(true, "LOAD_ERR_COMPILE_CONDITION", "Error compiling condition"),
    COMPILE_OUTPUT(true, "LOAD_ERR_COMPILE_OUTPUT", "Error compiling output"),
    VALIDATE(true, "LOAD_ERR_VALIDATE", "Error validating rule/macro/list/exception objects"),
    EXTENSION(true, "LOAD_ERR_EXTENSION", "Error in extension item"),

    UNKNOWN_SOURCE(false, "LOAD_UNKNOWN_SOURCE", "Unknown event source"),
    UNSAFE_NA_CHECK(false, "LOAD_UNSAFE_NA_CHECK", "Unsafe <NA> comparison in condition"),
    NO_EVTTYPE(false, "LOAD_NO_EVTTYPE", "Condition has no event-type restriction"),
    UNKNOWN_FILTER(
            false, "LOAD_UNKNOWN_FILTER", "Unknown field or event-type in condition or output"),
    UNUSED_MACRO(false, "LOAD_UNUSED_MACRO", "Unused macro"),
    UNUSED_LIST(false, "LOAD_UNUSED_LIST", "Unused list"),
    UNKNOWN_ITEM(false, "LOAD_UNKNOWN_ITEM", "Unknown rules file item"),
    DEPRECATED_ITEM(false, "LOAD_DEPRECATED_ITEM", "Used deprecated item"),
    WARNING_EXTENSION(false, "LOAD_WARNING_EXTENSION", "Warning in extension item"),
    APPEND_NO_VALUES(false, "LOAD_APPEND_NO_VALUES", "Overriding/appending with no values"),
    EXCEPTION_NAME_NOT_UNIQUE(
            false,
            "LOAD_EXCEPTION_NAME_NOT_UNIQUE",
            "Multiple exceptions defined with the same name"),
    INVALID_MACRO_NAME(false, "LOAD_INVALID_MACRO_NAME", "Invalid macro name"),
    INVALID_LIST_NAME(false, "LOAD_INVALID_LIST_NAME", "Invalid list name"),
    CONDITION_WARNING(false, "LOAD_COMPILE_CONDITION", "Warning in rule condition"),
    UNKNOWN_KEY(false, "LOAD_UNKNOWN_KEY", "Unknown key in item definition");

    private final boolean error;
    private final String code;
    private final String description;

    LoadCode(boolean error, String code, String description) {
        this.error = error;
        this.code = code;
        this.description = description;
    }

    /** Whether what it names is not loaded. */
    public boolean isError() {
        return error;
    }

    /** As results write it. */
    public String code() {
        return code;
    }

    /** The short text that results carry beside the code. */
    public String description() {
        return description;
    }
}
