--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';
COPY public.saved_replies (id, mailbox_id, name, text) FROM stdin;
1	1	Hi	<div>Hi</div>
\.
