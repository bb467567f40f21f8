-- A person's node in the loop may replace the item that names the execution; then the loop is found by its n8n execution.
create index loops_n8n_execution on nightshift.loops (n8n_execution_id) where kind = 'workflow';
