# Fills a fresh database of Request Tracker: an agent who may do everything, a customer, and one ticket of two mails.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT;
use MIME::Entity;

RT::LoadConfig();
RT::Init();

sub check {
    my ($ok, $message) = @_;
    die "seeding failed: $message\n" unless $ok;
}

my $agent = RT::User->new($RT::SystemUser);
$agent->Load('root');
check($agent->SetPassword($ENV{RT_PASSWORD}));
my $customer = RT::User->new($RT::SystemUser);
check($customer->Create(Name => 'tom', EmailAddress => 'tom@customer.example', RealName => 'Tom Reed', Privileged => 0));

my $queue = RT::Queue->new($RT::SystemUser);
$queue->Load('General');
for my $right (qw(SeeQueue ShowTicket CreateTicket ReplyToTicket)) {
    check($queue->RoleGroup('Requestor')->PrincipalObj->GrantRight(Right => $right, Object => $queue));
}
my $mail = MIME::Entity->build(
    Type => 'text/plain', Charset => 'UTF-8',
    Data => "Hi,\n\nthe jacket I bought is too small. How can I return it and get my money back?\n\nTom",
);
my $ticket = RT::Ticket->new($RT::SystemUser);
my ($id, undef, $message) = $ticket->Create(
    Queue => $queue->Id, Requestor => 'tom@customer.example', Subject => 'Wrong size', MIMEObj => $mail,
);
check($id, $message);
my $asked = RT::Ticket->new(RT::CurrentUser->new($agent));
$asked->Load($id);
check($asked->Correspond(Content => 'Hello Tom, which size did you order?'));
my $answered = RT::Ticket->new(RT::CurrentUser->new($customer));
$answered->Load($id);
my ($ok, $why) = $answered->Correspond(Content => 'Size M. I want to send it back.');
check($ok, $why);
