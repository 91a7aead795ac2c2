#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/database.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/sql.h"

#include <span>
#include <string_view>

namespace tunez::sqlite {

Result<void> read(Database& database, const ReadPlan& plan, RowSink& sink);
Result<void> read_by_key(Database& database, const KeyPlan& plan, RowSink& sink);
Result<void> read_related(Database& database, const RelatedPlan& plan, RowSink& sink);

// The statement of a plan with its parameters, which are listed where somebody wants to see them.
Result<StatementLease> bound(Database& database, const ReadPlan& plan, List* described);
Result<StatementLease> bound(Database& database, const RelatedPlan& plan, List* described);
std::string read_sql(const ReadPlan& plan);
std::string related_sql(const RelatedPlan& plan);

// What statements have alike.
void write_columns(
    SqlWriter& sql, std::string_view alias, std::span<const Attribute* const> attributes);
// WHERE the row has that primary key (one placeholder for each field of it) and meets the filter,
// if there is one.
void write_condition(SqlWriter& sql, const Resource& resource, const Expression* filter);
void render_limit(Renderer& out, const ReadPlan& plan);
// The selected columns, then what is computed.
void render_cells(Renderer& out, const ReadPlan& plan, const RenderScope& scope);
// Binds what write_condition() has placeholders for, behind the primary key.
Result<void> bind_filter(Binder& binder, const Expression* filter);
void add_shape(const ReadPlan& plan, Shape& shape);
// Steps through all rows, handing the first `count` cells of each to the sink until it wants no
// more.
Result<void> step_rows(
    Database& database, PreparedStatement& prepared, size_t count, RowSink& sink);
constexpr std::string_view row_alias = "t";

} // namespace tunez::sqlite
