#pragma once

#include "message/session.h"

// The rows of the table in operations.cc (docs/wire.md §4).
namespace tunez::message {

extern const MessageOperation backup_operation;
extern const MessageOperation backups_operation;
extern const MessageOperation begin_operation;
extern const MessageOperation bulk_create_operation;
extern const MessageOperation bulk_destroy_operation;
extern const MessageOperation bulk_update_operation;
extern const MessageOperation calculate_operation;
extern const MessageOperation cast_operation;
extern const MessageOperation evaluate_operation;
extern const MessageOperation aggregate_operation;
extern const MessageOperation changeset_operation;
extern const MessageOperation close_operation;
extern const MessageOperation commit_operation;
extern const MessageOperation create_operation;
extern const MessageOperation define_operation;
extern const MessageOperation delete_backup_operation;
extern const MessageOperation delete_kept_operation;
extern const MessageOperation destroy_operation;
extern const MessageOperation diff_operation;
extern const MessageOperation explain_operation;
extern const MessageOperation export_operation;
extern const MessageOperation get_operation;
extern const MessageOperation idle_operation;
extern const MessageOperation import_operation;
extern const MessageOperation info_operation;
extern const MessageOperation load_operation;
extern const MessageOperation migrate_operation;
extern const MessageOperation open_operation;
extern const MessageOperation prepare_operation;
extern const MessageOperation proceed_operation;
extern const MessageOperation read_operation;
extern const MessageOperation restore_backup_operation;
extern const MessageOperation rollback_operation;
extern const MessageOperation rollback_transaction_operation;
extern const MessageOperation run_operation;
extern const MessageOperation snapshot_operation;
extern const MessageOperation sql_operation;
extern const MessageOperation status_operation;
extern const MessageOperation storage_status_operation;
extern const MessageOperation submit_form_operation;
extern const MessageOperation submit_operation;
extern const MessageOperation update_many_operation;
extern const MessageOperation update_operation;
extern const MessageOperation validate_form_operation;

} // namespace tunez::message
