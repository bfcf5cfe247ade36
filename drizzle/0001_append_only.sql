-- What stewards did cannot be rewritten, not even by this application.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger steward_action_append_only before update or delete on steward_action for each row execute function refuse_rewriting();
--> statement-breakpoint
create trigger steward_action_no_truncate before truncate on steward_action for each statement execute function refuse_rewriting();
