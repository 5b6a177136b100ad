-- name: act_as
-- Tell the database, for this transaction only, who asks, in which duty, and for what.
SELECT set_config('app.account', :account, true), set_config('app.role', :role, true),
       set_config('app.unit', :unit, true), set_config('app.duty', :duty, true),
       set_config('app.purpose', :purpose, true), set_config('app.request', :request, true);

-- name: has_noted
-- Whether this transaction has noted something for the rights journal.
SELECT current_setting('app.noted', true) = 'yes';

-- name: log_settings
-- What decides whether the server's own log holds values of rows.
SELECT name, setting FROM pg_settings WHERE name IN (
    'log_error_verbosity', 'log_statement', 'log_min_duration_statement', 'log_min_duration_sample',
    'log_parameter_max_length', 'log_parameter_max_length_on_error');
