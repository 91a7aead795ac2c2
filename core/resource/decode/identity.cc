#include "resource/decode/decode.h"

namespace tunez {

std::unique_ptr<Identity> decode_identity(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto identity = std::make_unique<Identity>();
    Fields fields(value, at, decoder, "an identity");
    identity->name = decode_name(fields, name);
    identity->key_names = fields.texts("keys").value_or(std::vector<std::string>());
    identity->field_names = fields.texts("field_names").value_or(std::vector<std::string>());
    fields.text("message", identity->message);
    fields.text("description", identity->description);
    fields.flag("nils_distinct", identity->nils_distinct);
    fields.flag("eager_check", identity->eager_check);
    fields.flag("pre_check", identity->pre_check);
    fields.flag("all_tenants", identity->all_tenants);
    identity->where = fields.map("where");
    if (fields.is_map() && !fields.has("keys"))
        decoder.mistakes.add(at, "it needs `keys`: the attributes that are unique together");
    fields.finish();
    return identity;
}

} // namespace tunez
