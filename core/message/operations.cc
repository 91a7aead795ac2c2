#include "message/operations.h"

namespace tunez {

std::span<const MessageOperation> message_operations()
{
    // Most frequent first: the table is searched in line.
    static const MessageOperation table[] = {
        message::get_operation,
        message::read_operation,
        message::create_operation,
        message::update_operation,
        message::destroy_operation,
        message::changeset_operation,
        message::submit_operation,
        message::validate_form_operation,
        message::submit_form_operation,
        message::proceed_operation,
        message::run_operation,
        message::bulk_create_operation,
        message::bulk_update_operation,
        message::bulk_destroy_operation,
        message::update_many_operation,
        message::load_operation,
        message::cast_operation,
        message::evaluate_operation,
        message::aggregate_operation,
        message::calculate_operation,
        message::explain_operation,
        message::info_operation,
        message::prepare_operation,
        message::begin_operation,
        message::commit_operation,
        message::rollback_transaction_operation,
        message::define_operation,
        message::idle_operation,
        message::storage_status_operation,
        message::backup_operation,
        message::backups_operation,
        message::restore_backup_operation,
        message::delete_backup_operation,
        message::delete_kept_operation,
        message::export_operation,
        message::import_operation,
        message::open_operation,
        message::close_operation,
        message::migrate_operation,
        message::rollback_operation,
        message::status_operation,
        message::snapshot_operation,
        message::diff_operation,
        message::sql_operation,
    };
    return table;
}

} // namespace tunez
