"""What the application may do to each table, written down."""

# The application may read and insert; what it may do beyond that, or not even that.
# UPDATE with the columns that it may change.
APPLICATION = """
account_emailaddress         NOTHING
account_emailconfirmation    NOTHING
agents_absence               UPDATE withdrawn_at
agents_accountability        UPDATE until
agents_actiontype
agents_agent                 UPDATE name purpose
agents_agentkey              UPDATE expires_at revoke_reason revoked_at revoked_by_id
agents_allowance             NOTHING
agents_allowedhost           UPDATE removed_at
agents_historicalabsence
agents_historicalagent
agents_historicalallowedhost
agents_historicalownership
agents_historicalrunner
agents_ownership             UPDATE accepted_at until
agents_runner                UPDATE name retired_at timeout_seconds url
agents_runnersecret          UPDATE ends_at sealed
audit_entry                  INSERT body client_id id
audit_pending                NOTHING
audit_privatevalue
auth_group
auth_group_permissions
auth_permission
django_admin_log
django_content_type
django_migrations
django_session               UPDATE * DELETE
governance_action            UPDATE attempts changed_at detail due_at explanation \
fence lease_until probes refused_by status
governance_announcement      UPDATE answer attempts due_at state tried_at
governance_attestation
governance_boundaryproposal  UPDATE closed_at closed_by_id state version_id
governance_boundaryrule      UPDATE * DELETE
governance_boundaryversion
governance_checkpoint        UPDATE answered_at answered_by_id notice_at reason state \
used_at
governance_checkpointanswer
governance_checkpointnotice  UPDATE outcome problem settled_at
governance_clearance         UPDATE countersigned_at countersigned_by_lead_id \
fell_at fell_because revoke_reason revoked_at revoked_by_id
governance_compensation      UPDATE by_id ended_at state words
governance_decision
governance_drill             UPDATE answer_by answered_at answered_by_id ended_at \
failure halted_at noticed_at refused_at run_id state stopped_at ticket_id
governance_escalation
governance_feedkey           UPDATE revoke_reason revoked_at revoked_by_id
governance_guardrail
governance_guardrailversion
governance_halt              UPDATE lift_asked_at lift_asked_by_id \
lift_asked_by_lead_id lift_asked_reason lift_reason lifted_at lifted_by_id \
lifted_by_lead_id
governance_handedstep
governance_handover          UPDATE ended_at
governance_historicalboundaryrule
governance_historicalclearance
governance_historicalhalt
governance_historicalnamedlist
governance_historicalreadinesspolicy
governance_historicalrecord
governance_historicalregister
governance_historicalticket
governance_historicalwaiver
governance_historicalworkflow
governance_idempotencykey    UPDATE answer status DELETE
governance_intent
governance_interruption
governance_limitbucket       UPDATE reserved used
governance_limituse          UPDATE reserved used
governance_namedlist         UPDATE entries title DELETE
governance_numbering         UPDATE last
governance_outcome
governance_pulse             UPDATE since turn_at
governance_questionnaire     UPDATE answered_at answered_by_id answers revision
governance_readiness         UPDATE gaps looked_at ready_until
governance_readinesspolicy   UPDATE attest_amount attest_currency drill_days \
grace_days kept_days
governance_record            UPDATE data key match_key DELETE
governance_recount           UPDATE after_id due_at
governance_register          UPDATE columns title
governance_registerstate     UPDATE changed_at revision
governance_registerupload    DELETE
governance_replayjob         UPDATE done finished_at lease_until problem result \
state total
governance_rescue
governance_reservation       UPDATE state
governance_review
governance_run               UPDATE ended_at fence heartbeat_at lease_until \
save_point sequence state summary
governance_runnote
governance_subscription      UPDATE ended_at ended_because
governance_evidence
governance_platformincident  UPDATE ended_at
governance_postmortem
governance_rulefromticket
governance_ticket            UPDATE acknowledge_by acknowledge_missed_at \
acknowledged_at acknowledged_by_id chain deadline deadline_missed_at \
duplicate_of_id lapses_at look_at mitigated_at mitigation owner_id resolution \
resolved_at review_by reviewed_at severity state told
governance_ticketnotice      UPDATE outcome problem settled_at
governance_tickettask        UPDATE done_at done_by_id
governance_waiver            UPDATE withdrawn_at withdrawn_by_id
governance_workflow          UPDATE title
governance_workflowdraft     UPDATE edited_at edited_by_id revision steps DELETE
governance_workflowversion
mfa_authenticator            UPDATE * DELETE
tenants_allowance            UPDATE full_at DELETE
tenants_cache                UPDATE * DELETE
tenants_client               UPDATE name second_factor_required second_lifter \
second_publisher time_zone working_hours
tenants_delegation           UPDATE withdrawn_at
tenants_group                UPDATE in_working_hours name
tenants_groupmember          DELETE
tenants_historicalclient
tenants_historicaldelegation
tenants_historicalgroup
tenants_historicalgroupmember
tenants_historicalmembership
tenants_invitation           UPDATE accepted_at expires_at withdrawn_at
tenants_mail                 UPDATE attempts due_at error sent_at subject text DELETE
tenants_membership           UPDATE is_active role
tenants_supportaccess        UPDATE ended_at ended_by_id
tenants_user                 UPDATE email is_active last_login name password
usersessions_usersession     UPDATE * DELETE
"""
