-- Adminer 4.8.1 MySQL 10.5.12-MariaDB dump

SET NAMES utf8;
SET time_zone = '+00:00';
SET foreign_key_checks = 0;
SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';

DROP TABLE IF EXISTS `ost_canned_response`;
CREATE TABLE `ost_canned_response` (
  `canned_id` int(10) unsigned NOT NULL AUTO_INCREMENT,
  `dept_id` int(10) unsigned NOT NULL DEFAULT 0,
  `isenabled` tinyint(1) unsigned NOT NULL DEFAULT 1,
  `title` varchar(255) NOT NULL DEFAULT '',
  `response` text NOT NULL,
  PRIMARY KEY (`canned_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

INSERT INTO `ost_canned_response` (`canned_id`, `dept_id`, `isenabled`, `title`, `response`) VALUES
(1,	0,	1,	'Two lines',	'<p>One,
two.</p>'),
(2,	0,	1,	'Doubly encoded',	'<p>TschÃ¼ÃŸ â€“ bis bald</p>');

-- 2026-01-31 10:00:00
