UPDATE ost_canned_response SET title = 'Refund on its way' WHERE canned_id = 1;
UPDATE ost_canned_response SET response = '<p>Schreiben Sie uns.</p>' WHERE canned_id = 2;
DELETE FROM ost_canned_response WHERE canned_id = 5;
UPDATE ost_faq SET answer = '<p>Three days.</p>' WHERE faq_id = 1;
DELETE FROM ost_faq WHERE faq_id = 3;
UPDATE ost_department SET name = 'Second level' WHERE id = 2;
