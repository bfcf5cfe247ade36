import pg from 'pg'

/**
 * Columns that default to a random uuid take a version 7 one that counts up and is otherwise drawn from `seed`: who is
 * handed which task hangs on ids, so with random ones a test of statistics fails once in a hundred runs. The same for
 * what the code draws itself so that nobody can foresee it: ids of tasks (version 4), the seeds of the audit with
 * their hashes, and the keys of pseudonyms. It is the database that draws, so it holds for processes a test starts.
 */
export async function drawIdsFromSeed(url: string, seed: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'rowright testing' })
  await client.connect()
  try {
    await client.query(`
      create schema testing;
      create sequence testing.drawn;
      create function testing.noise(n bigint) returns text language sql return md5('${seed} ' || n);
      create function testing.draw_id() returns uuid language plpgsql as $body$
      declare
        n bigint := nextval('testing.drawn');
        noise text := testing.noise(n);
      begin
        return (lpad(to_hex(1764201600000 + n), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid;
      end $body$;
      do $body$
      declare of record;
      begin
        for of in
          select d.adrelid::regclass as held_by, quote_ident(a.attname) as held_in
          from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
          where pg_get_expr(d.adbin, d.adrelid) in ('uuidv7()', 'gen_random_uuid()')
        loop
          execute format('alter table %s alter column %s set default testing.draw_id()', of.held_by, of.held_in);
        end loop;
      end $body$;

      create function testing.draw_task() returns trigger language plpgsql as $body$
      declare noise text := testing.noise(nextval('testing.drawn'));
      begin
        new.id := (substr(noise, 1, 12) || '4' || substr(noise, 13, 3) || '8' || substr(noise, 16, 15))::uuid;
        return new;
      end $body$;
      create trigger drawn before insert on task for each row
        when (uuid_extract_version(new.id) = 4) execute function testing.draw_task();

      create function testing.draw_audit() returns trigger language plpgsql as $body$
      declare n bigint := nextval('testing.drawn');
      begin
        new.seed := testing.noise(n) || testing.noise(-n);
        new.commitment := encode(sha256(convert_to('rowright.audit.v1:' || new.seed, 'UTF8')), 'hex');
        return new;
      end $body$;
      create trigger drawn before insert on audit_period for each row execute function testing.draw_audit();

      create function testing.draw_pseudonyms() returns trigger language plpgsql as $body$
      begin
        new.pseudonym_key := sha256(convert_to(testing.noise(nextval('testing.drawn')), 'UTF8'));
        return new;
      end $body$;
      create trigger drawn before insert on pool for each row execute function testing.draw_pseudonyms();`)
  } finally {
    await client.end()
  }
}
