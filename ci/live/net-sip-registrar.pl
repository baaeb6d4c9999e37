# The registrar of Net::SIP on 127.0.0.1, port from the command line.
use strict;
use warnings;
use Net::SIP;
use Net::SIP::Registrar;

my $leg = Net::SIP::Leg->new(addr => '127.0.0.1', port => $ARGV[0], proto => 'udp');
my $simple = Net::SIP::Simple->new(domain => 'example.test', leg => $leg);
$simple->create_registrar(min_expires => 60, max_expires => 3600, domain => '*');
$simple->loop;
