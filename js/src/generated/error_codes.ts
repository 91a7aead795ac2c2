// Written by tools/generate.mjs from core/base/error_codes.def. Do not edit.

/** The codes of the errors that the core reports. */
export type ErrorCode =
  /** Required, class invalid. */
  | 'required'
  /** InvalidAttribute, class invalid. */
  | 'invalid_attribute'
  /** InvalidArgument, class invalid. */
  | 'invalid_argument'
  /** InvalidChanges, class invalid. */
  | 'invalid_changes'
  /** InvalidRelationship, class invalid. */
  | 'invalid_relationship'
  /** NoSuchAttribute, class invalid. */
  | 'no_such_attribute'
  /** NoSuchRelationship, class invalid. */
  | 'no_such_relationship'
  /** NoSuchInput, class invalid. */
  | 'no_such_input'
  /** NoSuchAction, class invalid. */
  | 'no_such_action'
  /** NoSuchResource, class invalid. */
  | 'no_such_resource'
  /** NoPrimaryAction, class invalid. */
  | 'no_primary_action'
  /** NoIdentityFound, class invalid. */
  | 'no_identity_found'
  /** StaleRecord, class invalid. */
  | 'stale_record'
  /** NotFound, class invalid. */
  | 'not_found'
  /** MultipleResults, class invalid. */
  | 'multiple_results'
  /** TenantRequired, class invalid. */
  | 'tenant_required'
  /** PaginationRequired, class invalid. */
  | 'pagination_required'
  /** LimitRequired, class invalid. */
  | 'limit_required'
  /** InvalidLimit, class invalid. */
  | 'invalid_limit'
  /** InvalidOffset, class invalid. */
  | 'invalid_offset'
  /** InvalidPage, class invalid. */
  | 'invalid_page'
  /** InvalidKeyset, class invalid. */
  | 'invalid_keyset'
  /** NonCountableAction, class invalid. */
  | 'non_countable_action'
  /** TimeoutNotSupported, class invalid. */
  | 'timeout_not_supported'
  /** InvalidPrimaryKey, class invalid. */
  | 'invalid_primary_key'
  /** NonStreamableAction, class invalid. */
  | 'non_streamable_action'
  /** NoMatchingBulkStrategy, class invalid. */
  | 'no_matching_bulk_strategy'
  /** AtomicsNotSupported, class invalid. */
  | 'atomics_not_supported'
  /** ResourceNotAllowed, class invalid. */
  | 'resource_not_allowed'
  /** InvalidCalculationArgument, class invalid. */
  | 'invalid_calculation_argument'
  /** InvalidCustomInput, class invalid. */
  | 'invalid_custom_input'
  /** ActionRequiresActor, class invalid. */
  | 'action_requires_actor'
  /** ReadActionRequiresActor, class invalid. */
  | 'read_action_requires_actor'
  /** InvalidFilterValue, class invalid. */
  | 'invalid_filter_value'
  /** InvalidFilterReference, class invalid. */
  | 'invalid_filter_reference'
  /** NoSuchFilterPredicate, class invalid. */
  | 'no_such_filter_predicate'
  /** NoSuchField, class invalid. */
  | 'no_such_field'
  /** NoSuchFunction, class invalid. */
  | 'no_such_function'
  /** NoSuchOperator, class invalid. */
  | 'no_such_operator'
  /** InvalidSortOrder, class invalid. */
  | 'invalid_sort_order'
  /** UnsortableField, class invalid. */
  | 'unsortable_field'
  /** InvalidLoad, class invalid. */
  | 'invalid_load'
  /** InvalidQuery, class invalid. */
  | 'invalid_query'
  /** InvalidExpression, class invalid. */
  | 'invalid_expression'
  /** LockNotSupported, class invalid. */
  | 'lock_not_supported'
  /** InvalidMessage, class invalid. */
  | 'invalid_message'
  /** InvalidDefinition, class framework. */
  | 'invalid_definition'
  /** InvalidMigration, class framework. */
  | 'invalid_migration'
  /** MustBeAtomic, class framework. */
  | 'must_be_atomic'
  /** CanNotBeAtomic, class framework. */
  | 'can_not_be_atomic'
  /** InvalidReturnType, class framework. */
  | 'invalid_return_type'
  /** AssumptionFailed, class framework. */
  | 'assumption_failed'
  /** PendingCodegen, class framework. */
  | 'pending_codegen'
  /** CallbackReturnedPromise, class framework. */
  | 'callback_returned_promise'
  /** NotSupported, class framework. */
  | 'not_supported'
  /** NotOpen, class framework. */
  | 'not_open'
  /** AlreadyOpen, class framework. */
  | 'already_open'
  /** SchemaTooNew, class framework. */
  | 'schema_too_new'
  /** ChecksumMismatch, class framework. */
  | 'checksum_mismatch'
  /** MigrationsPending, class framework. */
  | 'migrations_pending'
  /** StorageUnavailable, class framework. */
  | 'storage_unavailable'
  /** StorageFull, class framework. */
  | 'storage_full'
  /** StorageCorrupt, class framework. */
  | 'storage_corrupt'
  /** StorageFailed, class framework. */
  | 'storage_failed'
  /** StorageForeign, class framework. */
  | 'storage_foreign'
  /** StorageTooNew, class framework. */
  | 'storage_too_new'
  /** StorageNotReady, class framework. */
  | 'storage_not_ready'
  /** CommitOutcomeUnknown, class framework. */
  | 'commit_outcome_unknown'
  /** AnswerLost, class framework. */
  | 'answer_lost'
  /** OutOfMemory, class framework. */
  | 'out_of_memory'
  /** Timeout, class framework. */
  | 'timeout'
  /** Forbidden, class forbidden. */
  | 'forbidden'
  /** ForbiddenField, class forbidden. */
  | 'forbidden_field'
  /** CallbackFailed, class unknown. */
  | 'callback_failed'
  /** InvalidStoredValue, class unknown. */
  | 'invalid_stored_value'
  /** InvalidCastedValue, class unknown. */
  | 'invalid_casted_value'
  /** UnknownError, class unknown. */
  | 'unknown_error';
