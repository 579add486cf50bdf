-- Once, on the primary, as postgres: the portal owns its database and is nobody else.
CREATE ROLE portal LOGIN PASSWORD '${PORTAL_PASSWORD}';
CREATE DATABASE portal OWNER portal TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
