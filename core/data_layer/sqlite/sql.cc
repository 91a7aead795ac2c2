#include "data_layer/sqlite/sql.h"

#include "data_layer/sqlite/dialect.h"

namespace tunez::sqlite {

static void append_quoted(std::string& out, std::string_view text, char quote)
{
    out += quote;
    for (auto character : text) {
        if (character == quote)
            out += quote;
        out += character;
    }
    out += quote;
}

SqlWriter& SqlWriter::operator<<(std::string_view sql)
{
    text_ += sql;
    return *this;
}

SqlWriter& SqlWriter::identifier(std::string_view name)
{
    append_quoted(text_, name, '"');
    return *this;
}

SqlWriter& SqlWriter::column(std::string_view alias, std::string_view name)
{
    if (!alias.empty())
        (text_ += alias) += '.';
    return identifier(name);
}

SqlWriter& SqlWriter::text_literal(std::string_view text)
{
    append_quoted(text_, text, '\'');
    return *this;
}

SqlWriter& SqlWriter::placeholder() { return placeholder(++placeholders_); }

SqlWriter& SqlWriter::placeholder(int number)
{
    (text_ += dialect::placeholder_sign) += std::to_string(number);
    return *this;
}

} // namespace tunez::sqlite
